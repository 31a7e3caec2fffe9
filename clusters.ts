import { clusters } from 'signpost';

export default clusters({
  na1: { url: 'https://na1.mdm.example', description: 'Neurons for MDM, North America' },
  eu1: { url: 'https://eu1.mdm.example', description: 'Neurons for MDM, Europe' },
  eu2: {
    url: 'https://eu2.mdm.example/enroll/discovery?realm=eu',
    description: 'Neurons for MDM, Europe, new generation',
  },
  mac1: { url: 'https://mac1.macs.example', description: 'The MDM for Macs' },
});
