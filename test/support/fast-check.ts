import fc from '../../node_modules/fast-check/lib/cjs/fast-check';
import { chooseSeed } from './seed';

// Jest resolves `fast-check` to this file, so that no property can forget the seed.
fc.configureGlobal({ seed: chooseSeed() });

export default fc;
