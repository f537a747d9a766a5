import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, firstScreen } from './app/app.tsx';
import { rememberColours, setColours } from './app/colours.ts';
import { dropFirstAnswers } from './client/first-answers.ts';

function show(root: HTMLElement): void {
  setColours();
  // A transition is rendered in slices, between which the static page answers to the person.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  setTimeout(dropFirstAnswers, 5_000);
  rememberColours();
  addEventListener('pagehide', rememberColours);
}

const root = document.getElementById('root');
// Not awaited, because the screen's code imports from this file and would wait for it to finish.
if (root) void firstScreen.then(() => show(root));
