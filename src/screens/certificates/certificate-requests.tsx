import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../paths.ts';
import { certificateRequestsQuery } from '../../client/queries/requests.ts';
import { asksFor, requestStateText } from '../../domain/request.ts';
import { may, type Session } from '../../domain/session.ts';
import { dayText } from '../../ui/page/dates.ts';
import { To } from '../../ui/page/to.tsx';

/** What was requested about a certificate, by whom, and the answers. */
export function CertificateRequests({ certificateId, session }: { certificateId: string; session: Session }) {
  const enabled = may(session, 'view requests');
  const requests = useQuery({ ...certificateRequestsQuery(certificateId), enabled }).data?.items ?? [];
  if (requests.length === 0) return null;
  return (
    <>
      <Typography variant="h3" sx={{ mt: 2 }}>
        Requests
      </Typography>
      <Box component="ul" sx={{ my: 0.5, overflowWrap: 'anywhere' }}>
        {requests.map((request) => (
          <li key={request.id}>
            <To to={paths.request(request.id)}>{asksFor(request)}</To>
            {`, requested on ${dayText(request.requestedAt)} by ${request.requestedBy}: ${requestStateText(request).toLowerCase()}`}
            <span>{request.answered && ` on ${dayText(request.answered.at)} by ${request.answered.by}`}</span>
            <span>{request.answered?.reason && `: ${request.answered.reason}`}</span>
          </li>
        ))}
      </Box>
    </>
  );
}
