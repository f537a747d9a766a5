import { useNavigate, useOutletContext } from 'react-router';
import { paths } from '../../paths.ts';
import { useCertificateSearch } from '../../client/queries/certificate-search.ts';
import { isAssignable, statusLooks } from '../../domain/certificate.ts';
import type { Listed } from '../../domain/draft-list.ts';
import { PLAYS_BACK_ONLY } from '../../domain/said.ts';
import { certificateItem } from '../../ui/page/certificate-item.tsx';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { matching, SelectWindow, type SelectItem } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import type { ProfileContext } from './profile.tsx';

export { loadFirstFound as loader } from '../../client/queries/certificate-search.ts';

/** *Select Certificate*: check boxes, *Add* and *Cancel*. Nothing is saved before *Save* on the page. */
export function Component() {
  const { profile, wanted, onChange } = useOutletContext<ProfileContext>();
  const navigate = useNavigate();
  const now = useNow();
  const keystore = useCertificateSearch();
  const close = () => void navigate(paths.ivrProfile(profile.id), { preventScrollReset: true });
  // The profile may have certificates that this session does not see in the keystore.
  const own = matching(
    profile.certificates.map((each) => assignableItem(each, now)),
    keystore.search,
  );
  const others = keystore.items.filter(({ id }) => !profile.certificates.some((each) => each.id === id));
  return (
    <SelectWindow
      title="Select Certificate"
      intro={`Voice recordings of calls that pick ${profile.name} are encrypted for every valid certificate that is checked here, once you save.`}
      items={[...own, ...others.map((each) => assignableItem(each, now))]}
      total={keystore.total - keystore.items.length + others.length + own.length}
      onSearch={keystore.onSearch}
      chosen={wanted}
      empty={
        !keystore.isPending &&
        'There is no certificate in the keystore as your session sees it. The tenant’s administrator uploads them.'
      }
      onAdd={(chosen) => {
        keystore.remember(chosen);
        onChange(chosen);
        close();
      }}
      onCancel={close}
    >
      {keystore.changedElsewhere && <ChangedElsewhere />}
    </SelectWindow>
  );
}

/**
 * A certificate in a window where certificates are chosen. An expired one can stay assigned, but it cannot be added.
 */
const assignableItem = (certificate: Listed, now: Date): SelectItem => ({
  ...certificateItem(certificate, statusLooks(certificate, now)),
  unavailable: isAssignable(certificate, now) ? undefined : `It has expired: ${PLAYS_BACK_ONLY}`,
});
