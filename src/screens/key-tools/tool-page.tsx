import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';

/** The frame of a key tool. */
export function ToolPage({
  title,
  intro,
  children,
}: {
  title: string;
  intro: ReactNode;
  children: ReactNode;
}) {
  return (
    <Page narrow title={title} where="Key Tools" intro={intro}>
      {children}
    </Page>
  );
}
