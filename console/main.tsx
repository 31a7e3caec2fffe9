import '@cloudscape-design/global-styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadConfiguration } from './session/configuration';
import { createSession } from './session/session';
import { App } from './shell/app';

async function main(): Promise<void> {
  const element = document.getElementById('console');
  if (!element) throw new Error('Cannot show the console: the page has no element "console"');
  const configuration = await loadConfiguration();
  createRoot(element).render(
    <StrictMode>
      <App session={createSession(configuration)} stage={configuration.stage} />
    </StrictMode>,
  );
}

void main();
