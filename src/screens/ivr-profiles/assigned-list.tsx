import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { paths } from '../../paths.ts';
import type { IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { statusLooks } from '../../domain/certificate.ts';
import type { Listed } from '../../domain/draft-list.ts';
import { keyName, keyNumber, keyNumbers } from '../../domain/ivr-profile.ts';
import { dayText } from '../../ui/page/dates.ts';
import { nameOf } from '../../ui/page/name-of.ts';
import { StatusChip } from '../../ui/page/status-chip.tsx';
import { To } from '../../ui/page/to.tsx';

interface AssignedListProps {
  profile: IvrProfile;
  known: ReadonlyMap<string, Listed>;
  /** The ids that the page shows, saved or not. */
  wanted: readonly string[];
  now: Date;
  /** undefined if this person may not remove certificates. */
  onRemove: ((id: string) => void) | undefined;
}

/** The certificates of a profile with their keys, including those that are not saved yet. */
export function AssignedList({ profile, known, wanted, now, onRemove }: AssignedListProps) {
  if (wanted.length === 0) {
    return (
      <Typography>No certificate: calls that pick this profile are recorded without encryption.</Typography>
    );
  }
  const before = new Map(profile.certificates.map(({ id, key }) => [id, keyNumber(key)]));
  return (
    <Box component="ul" aria-label="Certificates" sx={{ listStyle: 'none', p: 0, m: 0 }}>
      {[...keyNumbers(before, wanted)].map(([id, number]) => {
        const certificate = known.get(id);
        if (!certificate) return null;
        const { subjectName, serialNumber, notAfter } = certificate;
        const saved = profile.certificates.find((each) => each.id === id);
        return (
          <Box
            component="li"
            key={id}
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              gap: 1.5,
              alignItems: 'center',
              py: 1,
              borderBottom: '1px solid',
              borderColor: 'divider',
            }}
          >
            <Box sx={{ flex: { xs: '1 1 100%', sm: '1 1 240px' }, minWidth: 0 }}>
              <To to={paths.certificate(id)} sx={{ fontWeight: 'fontWeightMedium' }} underline="hover">
                {subjectName}
              </To>
              <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                <code>{keyName(number)}</code>, serial number <code>{serialNumber.hex}</code>
                {`, valid until ${dayText(notAfter)}${saved ? `, assigned by ${saved.assignedBy} on ${dayText(saved.assignedAt)}` : ''}`}
              </Typography>
            </Box>
            {!saved && <StatusChip tone="neutral" text="Not saved yet" />}
            <StatusChip {...statusLooks(certificate, now)} />
            {onRemove && (
              <Button
                size="small"
                aria-label={`Remove ${nameOf(certificate)}, ${keyName(number)}`}
                onClick={() => onRemove(id)}
              >
                Remove
              </Button>
            )}
          </Box>
        );
      })}
    </Box>
  );
}
