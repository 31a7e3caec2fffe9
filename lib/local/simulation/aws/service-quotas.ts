import { objectOf, textOf } from '../../json';
import { type AwsOperation, apiError, byTarget, type Service } from './api';

const getServiceQuota: AwsOperation = {
  permission: 'servicequotas:GetServiceQuota',
  matches: byTarget('ServiceQuotasV20190624.GetServiceQuota'),
  run: ({ body }, { account }) => {
    const wanted = objectOf(JSON.parse(body));
    const code = textOf(wanted['QuotaCode']) ?? '';
    const quota = account.quotas.find(
      (each) => each.serviceCode === textOf(wanted['ServiceCode']) && each.quotaCode === code,
    );
    // rule: control.quota-default
    if (!quota) return apiError(400, 'NoSuchResourceException', `The quota ${code} has no value of its own.`);
    const document = {
      Quota: {
        ServiceCode: quota.serviceCode,
        QuotaCode: code,
        QuotaName: quota.quotaName,
        Value: quota.value,
        Adjustable: true,
      },
    };
    return { kind: 'json', document };
  },
};

/** Service Quotas: what the account may have. */
export const serviceQuotas: Service = { format: 'json', operations: [getServiceQuota] };
