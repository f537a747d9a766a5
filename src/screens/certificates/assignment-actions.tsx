import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../app/paths.ts';
import { assignmentRequestsQuery } from '../../client/assignment-requests.ts';
import type { Certificate } from '../../client/certificates.ts';
import { requestStateText } from '../../domain/assignment-request.ts';
import { isAssignable } from '../../domain/certificate.ts';
import { may, type Session } from '../../domain/session.ts';
import { dayText } from '../../ui/dates.ts';
import { useNow } from '../../ui/use-now.ts';

/** What this person can do about the assignment of a certificate, and the requests for it so far. */
export function AssignmentActions({ certificate, session }: { certificate: Certificate; session: Session }) {
  const { data } = useQuery({
    ...assignmentRequestsQuery(),
    enabled: may(session, 'view assignment requests'),
  });
  const now = useNow();
  const requests = data?.items.filter((request) => request.certificate.id === certificate.id) ?? [];
  const assignable = isAssignable(certificate, now);
  return (
    <>
      {requests.length > 0 && (
        <>
          <Typography variant="h3" sx={{ mt: 2 }}>
            Assignment requests
          </Typography>
          <Box component="ul" sx={{ my: 0.5 }}>
            {requests.map((request) => (
              <li key={request.id}>
                <Link component={RouterLink} to={paths.assignmentRequest(request.id)} underline="always">
                  {request.ivrProfiles.map(({ name }) => name).join(', ')}
                </Link>
                : {requestStateText[request.state].toLowerCase()}, requested on {dayText(request.requestedAt)}
              </li>
            ))}
          </Box>
        </>
      )}
      {assignable && may(session, 'request assignment') && (
        <Button
          component={RouterLink}
          to={paths.requestAssignment(certificate.id)}
          variant="outlined"
          preventScrollReset
          sx={{ mt: 2 }}
        >
          Request assignment
        </Button>
      )}
      {assignable && may(session, 'assign certificates') && (
        <Button
          component={RouterLink}
          to={paths.assignToIvrProfiles(certificate.id)}
          variant="outlined"
          sx={{ mt: 2 }}
        >
          Assign to several profiles
        </Button>
      )}
    </>
  );
}
