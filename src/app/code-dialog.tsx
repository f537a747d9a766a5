import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { DataRouter } from 'react-router';
import { codeProblem, giveUp, tryAgain, type CodeProblem } from '../ui/hooks/load-code.ts';

const words: Record<CodeProblem, { title: string; text: string }> = {
  unreachable: {
    title: 'The page could not be loaded',
    text: 'The console cannot be reached. Check your connection, then try again. What is on this page stays as it is.',
  },
  'new version': {
    title: 'A new version of the console is available',
    text: 'The page that you asked for belongs to the new version. Reload to open it. Stay on this page if you still need what you typed or made here.',
  },
  failed: {
    title: 'The page could not be loaded',
    text: 'The console answers, but a part of the page did not arrive. Reload the console to open the page. Stay on this page if you still need what you typed or made here.',
  },
};

/** Asks what to do when the code of a screen cannot be loaded. The open screen stays under the dialog. */
export function CodeDialog({ router }: { router: DataRouter }) {
  const problem = useSyncExternalStore(codeProblem.subscribe, codeProblem.read);

  const { initialized, location, navigation } = router.state;
  const target = navigation.location;

  useEffect(() => {
    // Any other navigation, including the back button, closes the question.
    if (!problem || !target) return;
    return router.subscribe((state) => {
      if (state.navigation.location !== target) giveUp();
    });
  }, [router, problem, target]);

  const stay = () => {
    if (target) void router.navigate(location, { replace: true, preventScrollReset: true });
    else giveUp();
  };
  const reload = () => {
    if (target) window.location.assign(router.createHref(target));
    else window.location.reload();
  };

  useEffect(() => {
    // Tries again automatically when the network is back.
    if (problem !== 'unreachable') return;
    const online = () => void tryAgain(reload);
    addEventListener('online', online);
    return () => removeEventListener('online', online);
  });

  const dialog = useRef<HTMLDialogElement>(null);
  const answer = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!problem || dialog.current?.open) return;
    dialog.current?.showModal();
    answer.current?.focus();
  }, [problem]);

  if (!problem) return null;
  const { title, text } = words[problem];
  return (
    <Window
      ref={dialog}
      aria-labelledby="code-title"
      onCancel={(event) => {
        event.preventDefault();
        if (initialized) stay();
      }}
    >
      <Typography
        id="code-title"
        component="h2"
        sx={{ fontSize: 'h6.fontSize', fontWeight: 'fontWeightMedium', mb: 2 }}
      >
        {title}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{text}</Typography>
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 1, mt: 3 }}>
        {initialized && <Button onClick={stay}>Stay on this page</Button>}
        <Button
          ref={answer}
          onClick={problem === 'unreachable' ? () => void tryAgain(reload) : reload}
          variant="contained"
        >
          <span>{problem === 'unreachable' ? 'Try again' : 'Reload'}</span>
        </Button>
      </Box>
    </Window>
  );
}

/**
 * The browser's own modal dialog, styled like the others. It must be available before any code is loaded, and MUI's
 * dialog would add 9 kB to the sign-in page, which has no other dialog.
 */
const Window = styled('dialog')(({ theme: { vars, shadows, shape } }) => ({
  maxWidth: 600,
  padding: '20px 24px 16px',
  // Forced colours make this border visible, so that the dialog has an edge.
  border: '1px solid transparent',
  borderRadius: shape.borderRadius,
  background: vars?.palette.background.paper,
  color: vars?.palette.text.primary,
  boxShadow: shadows[24],
  '&::backdrop': { background: 'rgb(0 0 0 / 50%)' },
}));
