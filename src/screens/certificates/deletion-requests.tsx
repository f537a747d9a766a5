import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { deletionRequestsQuery } from '../../client/deletion-requests.ts';
import { deletionStateText } from '../../domain/deletion-request.ts';
import { may, type Session } from '../../domain/session.ts';
import { dayText } from '../../ui/dates.ts';

/** Who requested the deletion of a certificate, and the answers. */
export function DeletionRequests({ certificateId, session }: { certificateId: string; session: Session }) {
  const { data } = useQuery({
    ...deletionRequestsQuery(),
    enabled: may(session, 'view deletion requests'),
  });
  const requests = data?.items.filter(({ certificate }) => certificate.id === certificateId) ?? [];
  if (requests.length === 0) return null;
  return (
    <>
      <Typography variant="h3" sx={{ mt: 2 }}>
        Deletion requests
      </Typography>
      <Box component="ul" sx={{ my: 0.5, overflowWrap: 'anywhere' }}>
        {requests.map((request) => (
          <li key={request.id}>
            <Link component={RouterLink} to={paths.deletionRequest(request.id)} underline="always">
              Requested on {dayText(request.requestedAt)} by {request.requestedBy}
            </Link>
            : {deletionStateText[request.state].toLowerCase()}
            {request.answered && ` on ${dayText(request.answered.at)} by ${request.answered.by}`}
            {request.answered?.reason && `: ${request.answered.reason}`}
          </li>
        ))}
      </Box>
    </>
  );
}
