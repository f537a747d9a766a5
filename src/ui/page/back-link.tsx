import BackIcon from '@mui/icons-material/ArrowBack';
import { goingBack, wayBack } from '../list/left-behind.ts';
import { ButtonLink } from './button-link.tsx';

/** A link above the title of a page, to the list that the page belongs to: to where the person has left it. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <ButtonLink
      to={wayBack(to)}
      state={goingBack}
      size="small"
      startIcon={<BackIcon />}
      sx={{ ml: -1, color: 'text.secondary' }}
    >
      {children}
    </ButtonLink>
  );
}
