import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';
import { onOtherTab } from '../client/session/other-tabs.ts';
import { sessionQuery } from '../client/session/session.ts';
import { askForNewView, whenAskedToSignIn, type Asked } from '../client/session/sign-in-again.ts';
import { loadCode } from '../ui/hooks/load-code.ts';
import type { SignInDialog } from './sign-in-dialog.tsx';

const isSeen = ({ queryKey }: Query) => queryKey[0] !== sessionQuery().queryKey[0];

const loadDialog = () => import('./sign-in-dialog.tsx');

/**
 * Keeps the page and its session together: says when the session has ended, and lets the person sign in again without
 * leaving the page. `asksTenant`: whether to ask the tenant when another tab has signed in or out.
 */
export function SessionWatch({ asksTenant }: { asksTenant: boolean }) {
  const client = useQueryClient();
  const { revalidate } = useRevalidator();
  const { data } = useQuery({ ...sessionQuery(), enabled: false });
  const [asked, setAsked] = useState<Asked>();
  const waiting = useRef<((signedIn: boolean) => void)[]>([]);
  const [dismissed, setDismissed] = useState(false);
  const [Dialog, setDialog] = useState<typeof SignInDialog>();

  const page = data?.session ?? undefined;
  const now = page && data?.now;
  const ended = now !== undefined;
  if (!ended && dismissed) setDismissed(false);
  const open = asked !== undefined || (ended && !dismissed);

  const answer = (signedIn: boolean) => {
    setAsked(undefined);
    for (const resolve of waiting.current.splice(0)) resolve(signedIn);
    if (!signedIn) {
      setDismissed(true);
      return;
    }
    // A session sees the keystore as of its sign-in, so everything that was fetched before is out of date.
    client.removeQueries({ predicate: (query) => isSeen(query) && query.getObserversCount() === 0 });
    void client.invalidateQueries({ predicate: isSeen });
    void revalidate();
  };

  useEffect(
    () =>
      whenAskedToSignIn((why) => {
        setAsked(why);
        return new Promise((resolve) => waiting.current.push(resolve));
      }),
    [],
  );

  const tellOfOtherTab = useEffectEvent(async () => {
    if (!asksTenant) {
      await client.invalidateQueries({ queryKey: sessionQuery().queryKey });
      return;
    }
    // If the tenant does not answer, nothing is changed.
    const said = await client.fetchQuery({ ...sessionQuery(), staleTime: 0 }).catch(() => undefined);
    if (said?.session && said.now === undefined) answer(true);
  });
  useEffect(() => onOtherTab(() => void tellOfOtherTab()), []);

  const giveUp = useEffectEvent(() => answer(false));
  useEffect(() => {
    if (!open || Dialog) return;
    loadCode(loadDialog).then(({ SignInDialog: loaded }) => setDialog(() => loaded), giveUp);
  }, [open, Dialog]);

  return (
    <>
      {ended && (
        <Alert
          role="alert"
          severity="warning"
          square
          action={
            <Button color="inherit" sx={{ whiteSpace: 'nowrap' }} onClick={askForNewView}>
              Sign in again
            </Button>
          }
        >
          Your session has ended. What you typed here is still here.
        </Alert>
      )}
      {open && Dialog && <Dialog page={page} now={now} asked={asked} onAnswer={answer} />}
    </>
  );
}
