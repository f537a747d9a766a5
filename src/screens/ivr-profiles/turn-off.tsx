import { Navigate, useNavigate, useOutletContext } from 'react-router';
import { paths } from '../../paths.ts';
import type { ProfileContext } from './profile.tsx';
import { StopDialog } from './stop-dialog.tsx';

/** Confirms a save after which the calls that pick the profile are not encrypted. */
export function Component() {
  const { profile, session, stop, refused, save, problem, pending } = useOutletContext<ProfileContext>();
  const navigate = useNavigate();
  const back = paths.ivrProfile(profile.id);
  // Opened by its address with nothing to save, or the save is done.
  if (!save || (!stop && !refused)) return <Navigate to={back} replace />;
  return (
    <StopDialog
      stops={stop ? [stop] : []}
      of={profile.name}
      onConfirm={save}
      onClose={() => void navigate(back, { preventScrollReset: true })}
      {...{ refused, session, pending, problem }}
    />
  );
}
