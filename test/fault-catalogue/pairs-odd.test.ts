import { testPairs } from './pairs';

testPairs(1, 2);
