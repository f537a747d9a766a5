import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { paths } from '../../paths.ts';
import { may, type Session } from '../../domain/session.ts';
import { To } from '../../ui/page/to.tsx';

/** A button that this person may not use stays visible and says why. */
export function MayNotAssign({ session, label }: { session: Session; label: string }) {
  const id = useId();
  return (
    <Box sx={{ maxWidth: 340 }}>
      {/* It can be focused, so that a screen reader reads the reason. */}
      <Button variant="outlined" aria-disabled disableRipple aria-describedby={id} sx={dimmed}>
        {label}
      </Button>
      <Typography id={id} variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
        <span>Only a Genesys Professional assigns certificates.</span>
        {may(session, 'make requests') && (
          <span>
            {' '}
            You can <To to={paths.certificates()}>open a certificate</To> and request it.
          </span>
        )}
      </Typography>
    </Box>
  );
}

const dimmed = {
  color: 'text.secondary',
  borderColor: 'divider',
  cursor: 'not-allowed',
  '&:hover': { bgcolor: 'transparent', borderColor: 'divider' },
};
