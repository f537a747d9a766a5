import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useId } from 'react';

interface CheckListProps {
  label: string;
  items: readonly { id: string; label: string; details: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** A few check boxes under one heading, as part of a form. */
export function CheckList({ label, items, chosen, onChange }: CheckListProps) {
  const id = useId();
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
      <Typography component="legend" variant="h3" sx={{ p: 0 }}>
        {label}
      </Typography>
      {items.map((item) => {
        const checked = chosen.includes(item.id);
        return (
          <Box key={item.id} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
            <FormControlLabel
              control={
                <Checkbox
                  checked={checked}
                  onChange={() =>
                    onChange(checked ? chosen.filter((each) => each !== item.id) : [...chosen, item.id])
                  }
                  slotProps={{ input: { 'aria-describedby': `${id}-${item.id}` } }}
                />
              }
              label={<bdi>{item.label}</bdi>}
              sx={{ mr: 0 }}
            />
            <Typography
              id={`${id}-${item.id}`}
              variant="body2"
              sx={{ color: 'text.secondary', overflowWrap: 'anywhere', minWidth: 0 }}
            >
              {item.details}
            </Typography>
          </Box>
        );
      })}
    </Box>
  );
}
