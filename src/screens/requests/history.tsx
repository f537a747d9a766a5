import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ListedRequest } from '../../client/queries/requests.ts';
import { requestStateText } from '../../domain/request.ts';
import { minuteText } from '../../ui/page/dates.ts';

/** The history of a request, newest first; the same for both people. */
export function History({ request }: { request: ListedRequest }) {
  const { answered } = request;
  const state = requestStateText(request);
  const steps = [
    ...(answered
      ? [
          {
            what: answered.reason ? `${state}: ${answered.reason}` : state,
            who: answered.by,
            at: answered.at,
          },
        ]
      : []),
    {
      what:
        request.kind === 'assignment'
          ? `Requested for ${request.ivrProfiles.map(({ name }) => name).join(', ')}`
          : 'Requested',
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
