import { config } from 'signpost';

export default config({
  // `npm start` runs this stage on this machine. To deploy: another stage, your account, the backend's public host.
  stage: 'local',
  tags: { product: 'signpost' },
});
