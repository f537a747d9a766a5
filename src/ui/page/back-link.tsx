import BackIcon from '@mui/icons-material/ArrowBack';
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { goingBack, wayBack } from '../list/left-behind.ts';

/** A link above the title of a page, to the list that the page belongs to: to where the person has left it. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Button
      component={Link}
      to={wayBack(to)}
      state={goingBack}
      size="small"
      startIcon={<BackIcon />}
      sx={{ ml: -1, color: 'text.secondary' }}
    >
      {children}
    </Button>
  );
}
