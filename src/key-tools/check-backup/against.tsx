import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import type { CertificateToCheck } from '../../client/queries/certificates-to-check.ts';
import { counted, numberText } from '../../domain/counted.ts';
import type { KeystoreRecord } from '../../domain/record.ts';
import type { Session } from '../../domain/session.ts';
import { dayText } from '../../ui/page/dates.ts';

interface AgainstProps {
  session: Session | undefined;
  /** Whether the tenant has answered who is signed in. */
  known: boolean;
  /** Whether files have been dropped already. */
  begun: boolean;
  /** Undefined where this session may not see the keystore. */
  keystore: UseQueryResult<CertificateToCheck[]> | undefined;
  records: readonly KeystoreRecord[];
}

/** Says which certificates the copies are checked against. */
export function Against({ session, known, begun, keystore, records }: AgainstProps) {
  const others =
    records.length > 0
      ? records.map(recordText).join(' and ')
      : 'the certificates that you drop, or the record of the keystore that you downloaded';
  if (keystore?.data) {
    return (
      <Typography variant="body2">
        {`Checked against ${keystoreText(keystore.data, session)}${records.length > 0 ? `; and ${others}` : ''}.`}
      </Typography>
    );
  }
  if (keystore?.isError) {
    return (
      <Alert
        role="alert"
        severity="warning"
        action={
          <Button
            color="inherit"
            size="small"
            loading={keystore.isFetching}
            onClick={() => void keystore.refetch()}
          >
            Try again
          </Button>
        }
      >
        The keystore could not be read, so the copies are checked against {others}. {keystore.error.message}
      </Alert>
    );
  }
  if (keystore)
    return <Typography variant="body2">Reading the keystore of {session?.tenant.name}…</Typography>;
  if (session) {
    return (
      <Typography variant="body2">
        Your account does not see the keystore, so the copies are checked against {others}.
      </Typography>
    );
  }
  return (
    <Typography variant="body2">
      <span>The copies are checked against {others}.</span>
      {known && (
        <span>
          {' '}
          <Link
            component={RouterLink}
            to={paths.signIn({ back: paths.keyTool('check-backup') })}
            underline="always"
          >
            Sign in
          </Link>{' '}
          {`to check them against the keystore and its recordings${begun ? '; the files have to be dropped again then' : ''}.`}
        </span>
      )}
    </Typography>
  );
}

function keystoreText(certificates: readonly CertificateToCheck[], session: Session | undefined): string {
  const deleted = certificates.filter((each) => each.deleted).length;
  const present = certificates.length - deleted;
  const name = session ? `the keystore of ${session.tenant.name}` : 'the keystore';
  return `${name}: ${counted(present, 'certificate')}, expired ones too${deleted > 0 ? `, and ${numberText(deleted)} recently deleted` : ''}`;
}

const recordText = ({ tenant, takenAt, certificates }: KeystoreRecord): string =>
  `the record of ${tenant.name} of ${dayText(takenAt)} (${counted(certificates.length, 'certificate')})`;
