import { startAmazonEngine } from '../../support/dynamodb';
import { describeWith } from '../../support/tools';
import { tenantRepositoryBattery } from './battery';

describeWith('java')("tenants in Amazon's own engine", () => tenantRepositoryBattery(startAmazonEngine));
