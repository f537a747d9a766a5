import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { AssignmentRequest } from '../../client/assignment-requests.ts';
import { requestStateText } from '../../domain/assignment-request.ts';
import { minuteText } from '../../ui/dates.ts';

/** The history of a request, newest first; the same for both people. */
export function History({ request }: { request: AssignmentRequest }) {
  const { answered, state } = request;
  const steps = [
    ...(answered
      ? [
          {
            what: answered.reason
              ? `${requestStateText[state]}: ${answered.reason}`
              : requestStateText[state],
            who: answered.by,
            at: answered.at,
          },
        ]
      : []),
    {
      what: `Requested for ${request.ivrProfiles.map(({ name }) => name).join(', ')}`,
      who: request.requestedBy,
      at: request.requestedAt,
    },
  ];
  return (
    <Box component="ol" sx={{ listStyle: 'none', p: 0, m: 0, display: 'grid', gap: 1.5 }}>
      {steps.map(({ what, who, at }) => (
        <li key={at}>
          <Typography sx={{ overflowWrap: 'anywhere' }}>{what}</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {minuteText(at)}, {who}
          </Typography>
        </li>
      ))}
    </Box>
  );
}
