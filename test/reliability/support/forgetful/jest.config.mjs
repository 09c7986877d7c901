export default {
  testMatch: ['<rootDir>/*.test.mjs'],
  transform: {},
  moduleFileExtensions: ['mjs', 'js', 'json', 'node'],
  moduleNameMapper: { '^nestjs-ssm-cache$': '<rootDir>/../../../../dist/esm/index.js' },
};
