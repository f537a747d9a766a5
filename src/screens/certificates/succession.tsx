import Alert from '@mui/material/Alert';
import { paths } from '../../paths.ts';
import type { Certificate } from '../../client/queries/certificates.ts';
import { whereText } from '../../domain/renewal-path.ts';
import { namesApart } from '../../domain/same-name.ts';
import { may, type Session } from '../../domain/session.ts';
import { dayText } from '../../ui/page/dates.ts';
import { To } from '../../ui/page/to.tsx';
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
    <Alert severity="info" sx={{ mb: 2.5 }}>
      {replacedBy && (
        <div>
          {renewing?.path.replaced ? 'Replaced by' : 'Its successor is'}{' '}
          <Other certificate={replacedBy} nameOf={nameOf} />. It stays in the keystore, so that older
          recordings can be played back.
        </div>
      )}
      {isUnderWay && (
        <div>
          The renewal is at {where}.{' '}
          <To to={paths.renew(certificate.id)} color="inherit">
            Go on with the renewal
          </To>
        </div>
      )}
      {replaces && (
        <div>
          Renews <Other certificate={replaces} nameOf={nameOf} />.
        </div>
      )}
    </Alert>
  );
}

interface OtherProps {
  certificate: NonNullable<Certificate['replaces']>;
  nameOf: ReturnType<typeof namesApart>;
}

const Other = ({ certificate, nameOf }: OtherProps) => (
  <To to={paths.certificate(certificate.id)} color="inherit">
    {nameOf(certificate)}
  </To>
);
