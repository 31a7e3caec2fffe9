import { defineConfig } from 'vite';

/** Static files for any stage: what differs between stages is read at run time. */
export default defineConfig({
  build: {
    outDir: '../.build/console',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // Cloudscape marks its parts for frameworks that render on a server.
      checks: { moduleLevelDirective: false },
    },
  },
});
