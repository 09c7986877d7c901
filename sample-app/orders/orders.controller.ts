import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CreateOrderDto } from './dto/create-order.dto.js';
import { ListOrdersQuery } from './dto/list-orders.query.js';
import type { Order } from './order.interface.js';
import { OrdersService } from './orders.service.js';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  async findNewest(@Query() { limit }: ListOrdersQuery): Promise<Order[]> {
    return this.orders.findNewest(limit);
  }

  @Get(':id')
  async findOne(@Param('id', ParseUUIDPipe) id: string): Promise<Order> {
    return this.orders.findOne(id);
  }

  @Post()
  async create(@Body() order: CreateOrderDto): Promise<Order> {
    return this.orders.create(order);
  }
}
