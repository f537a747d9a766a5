import Alert from '@mui/material/Alert';
import { paths } from '../../paths.ts';
import type { Session } from '../../domain/session.ts';
import { draftKeys, hasDraft } from '../../ui/form/drafts.ts';
import { To } from '../../ui/page/to.tsx';

/** Changes that this person made in this tab and has not saved. */
export function Unsaved({
  session,
  profiles,
}: {
  session: Session;
  profiles: readonly { id: string; name: string }[];
}) {
  const { username } = session;
  const places = [
    ...(hasDraft(draftKeys.screenRecording(username))
      ? [{ name: 'Screen Recording Certificates', to: paths.screenRecordingCertificates() }]
      : []),
    ...profiles
      .filter(({ id }) => hasDraft(draftKeys.assignment(username, id)))
      .map(({ id, name }) => ({ name: `IVR profile ${name}`, to: paths.ivrProfile(id) })),
  ];
  if (places.length === 0) return null;
  return (
    <Alert severity="warning">
      You have unsaved changes in{' '}
      <span>
        {places.map(({ name, to }, index) => (
          <span key={to}>
            {index > 0 && <span>, </span>}
            <To to={to} color="inherit">
              {name}
            </To>
          </span>
        ))}
      </span>
      . They take effect when you save them there.
    </Alert>
  );
}
