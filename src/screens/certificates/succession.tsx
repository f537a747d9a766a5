import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { whereText } from '../../domain/renewal-path.ts';
import { namesApart } from '../../domain/same-name.ts';
import { may, type Session } from '../../domain/session.ts';
import { dayText } from '../../ui/page/dates.ts';
import { useNow } from '../../ui/hooks/use-now.ts';
import { useRenewalPath } from './use-renewal-path.ts';

/** On a certificate's page: what replaces it, what it renews, and the state of a renewal that is under way. */
export function Succession({ certificate, session }: { certificate: Certificate; session: Session }) {
  const { replaces, replacedBy } = certificate;
  const renewing = useRenewalPath(certificate, session, useNow());
  const where = renewing && whereText(renewing.path);
  const isUnderWay =
    may(session, 'renew certificates') && where !== undefined && (replacedBy || renewing?.pair);
  const nameOf = namesApart(
    [certificate, replaces, replacedBy].filter((each) => each !== null),
    dayText,
  );
  if (!replaces && !replacedBy && !isUnderWay) return null;
  return (
    <Alert severity="info" sx={{ mb: 2.5, '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } }}>
      {replacedBy && (
        <div>
          {renewing?.path.replaced ? 'Replaced by' : 'Its successor is'}{' '}
          <To certificate={replacedBy} nameOf={nameOf} />. It stays in the keystore, so that older recordings
          can be played back.
        </div>
      )}
      {isUnderWay && (
        <div>
          The renewal is at {where}.{' '}
          <Link component={RouterLink} to={paths.renew(certificate.id)} color="inherit" underline="always">
            Go on with the renewal
          </Link>
        </div>
      )}
      {replaces && (
        <div>
          Renews <To certificate={replaces} nameOf={nameOf} />.
        </div>
      )}
    </Alert>
  );
}

interface ToProps {
  certificate: NonNullable<Certificate['replaces']>;
  nameOf: ReturnType<typeof namesApart>;
}

const To = ({ certificate, nameOf }: ToProps) => (
  <Link component={RouterLink} to={paths.certificate(certificate.id)} color="inherit" underline="always">
    {nameOf(certificate)}
  </Link>
);
