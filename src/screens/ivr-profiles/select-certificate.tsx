import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useOutletContext } from 'react-router';
import { paths } from '../../paths.ts';
import { certificatesQuery } from '../../client/queries/certificates.ts';
import { askForNewView } from '../../client/session/sign-in-again.ts';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { SelectWindow } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import { assignableItem } from './assignable-item.ts';
import type { ProfileContext } from './profile.tsx';

/** *Select Certificate*: check boxes, *Add* and *Cancel*. Nothing is saved before *Save* on the page. */
export function Component() {
  const { profile, known, wanted, onChange } = useOutletContext<ProfileContext>();
  const navigate = useNavigate();
  const now = useNow();
  const { changedElsewhere } = useSuspenseQuery(certificatesQuery()).data;
  const close = () => void navigate(paths.ivrProfile(profile.id), { preventScrollReset: true });
  const items = [...known.values()].map((certificate) => assignableItem(certificate, now));
  return (
    <SelectWindow
      title="Select Certificate"
      intro={`Voice recordings of calls that pick ${profile.name} are encrypted for every valid certificate that is checked here, once you save.`}
      items={items}
      chosen={wanted.filter((id) => known.has(id))}
      empty="There is no certificate in the keystore as your session sees it. The tenant’s administrator uploads them."
      onAdd={(chosen) => {
        onChange(chosen);
        close();
      }}
      onCancel={close}
    >
      {changedElsewhere && <ChangedElsewhere onSignInAgain={askForNewView} />}
    </SelectWindow>
  );
}
