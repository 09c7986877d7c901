import { randomUUID } from 'node:crypto';
import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import { SettingsService } from '../settings/settings.service.js';
import type { CreateOrderDto } from './dto/create-order.dto.js';
import type { Order } from './order.interface.js';
import { OrdersRepository } from './orders.repository.js';

@Injectable()
export class OrdersService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly settings: SettingsService,
  ) {}

  async create({ item, quantity, unitPrice, currency }: CreateOrderDto): Promise<Order> {
    const { maxQuantity, currencies, freeShipping } = this.settings.current;
    const problems: string[] = [];
    if (quantity > maxQuantity) problems.push(`quantity must not be greater than ${maxQuantity}`);
    if (!currencies.includes(currency)) problems.push(`currency must be one of ${currencies.join(', ')}`);
    if (problems.length > 0) throw new BadRequestException(problems);

    const shipping = freeShipping ? 'free' : 'standard';
    const order = {
      id: randomUUID(),
      item,
      quantity,
      unitPrice,
      currency,
      shipping,
      createdAt: new Date(),
    } as const;
    await this.orders.add(order);
    return order;
  }

  async findOne(id: string): Promise<Order> {
    const order = await this.orders.findById(id);
    if (!order) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }

  async findNewest(limit: number): Promise<Order[]> {
    return this.orders.findNewest(limit);
  }
}
