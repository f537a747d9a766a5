import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { BackIcon } from './icons.tsx';

/** Above the title of a page: up to the list that it belongs to. */
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
