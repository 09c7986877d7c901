import { Inject, Injectable } from '@nestjs/common';
import { PSConfigService } from 'nestjs-param-store';

export const POSTS_URL = 'POSTS_URL';

@Injectable()
export class PostsService {
  private table: string;
  private config: PSConfigService;

  constructor(
    config: PSConfigService,
    @Inject(POSTS_URL) readonly url: URL,
  ) {
    this.config = config;
    this.table = this.config.get('post-table')!;
  }

  query(user: string) {
    return {
      TableName: this.table,
      Limit: this.config.getNumber('pagination-limit') ?? 25,
      ConsistentRead: this.config.getBool('consistent', false),
      Key: `USER#${user}`,
    };
  }
}
