import { Controller, Get, Header } from '@nestjs/common';
import { SsmCache } from 'nestjs-ssm-cache';
import { collectSsmCache } from 'nestjs-ssm-cache/metrics';
import promClient from 'prom-client';

/** What Prometheus scrapes. It has a registry of its own: a process may run several samples, as the tests do. */
@Controller('metrics')
export class MetricsController {
  private readonly registry = new promClient.Registry();

  constructor(cache: SsmCache) {
    collectSsmCache(cache, this.registry, promClient);
  }

  @Get()
  @Header('Content-Type', promClient.prometheusContentType)
  async show(): Promise<string> {
    return this.registry.metrics();
  }
}
