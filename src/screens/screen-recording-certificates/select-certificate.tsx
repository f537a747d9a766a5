import { useSuspenseQuery, type QueryClient } from '@tanstack/react-query';
import { useNavigate, useOutletContext, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { paths } from '../../paths.ts';
import { loadFirstFound, useCertificateSearch } from '../../client/queries/certificate-search.ts';
import { loadCertificates, useCertificates } from '../../client/queries/certificates.ts';
import { sessionQuery } from '../../client/session/session.ts';
import { statusLooks } from '../../domain/certificate.ts';
import { whyNotAddable } from '../../domain/screen-recording.ts';
import { certificateItem } from '../../ui/page/certificate-item.tsx';
import { ChangedElsewhere } from '../../ui/page/changed-elsewhere.tsx';
import { SelectWindow } from '../../ui/form/select-window.tsx';
import { useNow } from '../../ui/hooks/use-now.ts';
import type { PageContext } from './list.tsx';

const suggestedBy = (search: URLSearchParams): string[] => search.getAll('certificate').slice(0, 1);

export const loader = (client: QueryClient, { request }: LoaderFunctionArgs) =>
  Promise.all([
    loadFirstFound(client),
    loadCertificates(client, suggestedBy(new URL(request.url).searchParams)),
  ]);

/**
 * *Select Certificate*: the keystore with check boxes, *Add* and *Cancel*. Nothing is saved until *Save* on the page.
 */
export function Component() {
  const { draft } = useOutletContext<PageContext>();
  const keystore = useCertificateSearch();
  const { session } = useSuspenseQuery(sessionQuery()).data;
  const navigate = useNavigate();
  const now = useNow();
  const close = () => void navigate(paths.screenRecordingCertificates(), { preventScrollReset: true });
  const suggested = useCertificates(suggestedBy(useSearchParams()[0]));
  return (
    <SelectWindow
      title="Select Certificate"
      intro="Screen recordings are encrypted for every valid certificate that you add, once you save. Each of them has its private key in your keystore."
      items={keystore.items.map((certificate) => ({
        ...certificateItem(certificate, statusLooks(certificate, now)),
        unavailable: whyNotAddable(certificate, draft.wanted, now),
        fixed: draft.wanted.includes(certificate.id),
      }))}
      total={keystore.total}
      onSearch={keystore.onSearch}
      chosen={draft.wanted}
      suggested={suggested.flatMap((each) =>
        whyNotAddable(each, draft.wanted, now) === undefined ? each.id : [],
      )}
      empty={
        keystore.isPending
          ? undefined
          : `There is no certificate in your keystore yet. Upload one first, under ${session?.tenant.platform === 'azure' ? 'Keys Management' : 'Certificates'}.`
      }
      onAdd={(chosen) => {
        keystore.remember(chosen);
        draft.add(chosen);
        close();
      }}
      onCancel={close}
    >
      {keystore.changedElsewhere && <ChangedElsewhere />}
    </SelectWindow>
  );
}
