import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import Typography from '@mui/material/Typography';

interface RadioChoiceProps {
  value: string;
  label: string;
  text: string;
  disabled?: boolean;
}

/** One of several choices, with what it is for below its name. */
export const RadioChoice = ({ value, label, text, disabled = false }: RadioChoiceProps) => (
  <FormControlLabel
    value={value}
    control={<Radio />}
    disabled={disabled}
    label={
      <>
        {label}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {text}
        </Typography>
      </>
    }
    sx={{ alignItems: 'flex-start', mb: 0.5, '& .MuiRadio-root': { pt: 0.25 } }}
  />
);
