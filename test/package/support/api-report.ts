import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './project.js';

/** The report of an entry point's surface as it is built now, and as it was committed. */
export const reportSurface = async (configFile: string): Promise<{ built: string; committed: string }> => {
  const config = ExtractorConfig.loadFileAndPrepare(join(root, 'etc', configFile));
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    messageCallback: (message) => {
      if (message.messageId.startsWith('console-')) message.handled = true;
    },
  });
  if (!succeeded && !apiReportChanged) throw new Error(`API Extractor failed on etc/${configFile}.`);
  const [built, committed] = await Promise.all([
    readFile(config.reportTempFilePath, 'utf8'),
    readFile(config.reportFilePath, 'utf8'),
  ]);
  return { built, committed };
};
