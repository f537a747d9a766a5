import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useEffect, useSyncExternalStore } from 'react';
import type { DataRouter } from 'react-router';
import { codeProblem, giveUp, tryAgain, type CodeProblem } from '../ui/load-code.ts';

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

/** Asks what to do when a screen's code does not come. The screen that is open stays open underneath. */
export function CodeDialog({ router }: { router: DataRouter }) {
  const problem = useSyncExternalStore(codeProblem.subscribe, codeProblem.read);

  const { initialized, location, navigation } = router.state;
  const target = navigation.location;

  useEffect(() => {
    // Whatever takes the place of the waiting navigation, the back button too, ends the question.
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
    // The network's return is an answer too.
    if (problem !== 'unreachable') return;
    const online = () => void tryAgain(reload);
    addEventListener('online', online);
    return () => removeEventListener('online', online);
  });

  if (!problem) return null;
  const { title, text } = words[problem];
  return (
    <Dialog open aria-labelledby="code-title" {...(initialized && { onClose: stay })}>
      <DialogTitle id="code-title">{title}</DialogTitle>
      <DialogContent>
        <DialogContentText>{text}</DialogContentText>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        {initialized && <Button onClick={stay}>Stay on this page</Button>}
        <Button
          onClick={problem === 'unreachable' ? () => void tryAgain(reload) : reload}
          variant="contained"
          autoFocus
        >
          {problem === 'unreachable' ? 'Try again' : 'Reload'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
