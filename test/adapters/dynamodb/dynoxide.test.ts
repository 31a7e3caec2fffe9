import { startDynoxide } from '../../support/dynamodb';
import { tenantRepositoryBattery } from './battery';

describe('tenants in the embedded engine', () => tenantRepositoryBattery(startDynoxide));
