import { Injectable } from '@nestjs/common';

@Injectable()
export class StorageService {
  private readonly bucket = process.env.BUCKET!;

  url(key: string): string {
    if (!process.env.CDN_HOST) return `s3://${this.bucket}/${key}`;
    return `https://${process.env.CDN_HOST}/${key}`;
  }

  retries(): number {
    return Number(process.env['STORAGE_RETRIES'] || 3);
  }
}
