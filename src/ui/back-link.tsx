import BackIcon from '@mui/icons-material/ArrowBack';
import Button from '@mui/material/Button';
import { Link } from 'react-router';

/** A link above the title of a page, to the list that the page belongs to. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Button
      component={Link}
      to={to}
      size="small"
      startIcon={<BackIcon />}
      sx={{ ml: -1, color: 'text.secondary' }}
    >
      {children}
    </Button>
  );
}
