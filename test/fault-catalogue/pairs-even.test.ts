import { testPairs } from './pairs';

testPairs(0, 2);
