import Typography from '@mui/material/Typography';
import { useQueries, useSuspenseQuery } from '@tanstack/react-query';
import { certificatePemQuery } from '../../client/queries/certificates.ts';
import { ivrProfileConfigurationQuery, type IvrProfile } from '../../client/queries/ivr-profiles.ts';
import { configurationText, keyName, keyNumber, keyNumbers } from '../../domain/ivr-profile.ts';
import { CopyButton } from '../../ui/page/copy-button.tsx';
import { Preformatted } from '../../ui/page/preformatted.tsx';

/** The section as the recorder will read it after `wanted` is saved: certificates that stay keep their keys. */
export function Configuration({ profile, wanted }: { profile: IvrProfile; wanted: readonly string[] }) {
  const saved = useSuspenseQuery(ivrProfileConfigurationQuery(profile.id)).data;
  const before = new Map(profile.certificates.map(({ id, key }) => [id, keyNumber(key)]));
  const numbers = [...keyNumbers(before, wanted)];
  const added = numbers.filter(([id]) => !before.has(id));
  const pems = useQueries({ queries: added.map(([id]) => certificatePemQuery(id)) });
  const addedPems = new Map(added.map(([id], index) => [id, pems[index]?.data]));
  const options = numbers.map(([id, number]) => {
    const key = keyName(number);
    return {
      key,
      value: before.has(id) ? saved.options.find((option) => option.key === key)?.value : addedPems.get(id),
    };
  });
  const text = configurationText(options);
  return (
    <>
      <Typography sx={{ color: 'text.secondary', mb: 1.5 }}>
        The Annex section <code>{saved.section}</code> of this IVR profile in Configuration Server, as the
        recorder{' '}
        <span>
          {added.length > 0 || numbers.length !== before.size ? 'will read it after Save.' : 'reads it.'}
        </span>
      </Typography>
      <Preformatted label="Configuration" text={text} sx={{ mb: 1, maxHeight: 320 }} />
      <CopyButton label="Copy configuration" text="Copy configuration" value={text} />
    </>
  );
}
