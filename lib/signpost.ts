export * from './core/tenants/authoring';
