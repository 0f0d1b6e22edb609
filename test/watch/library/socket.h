#ifndef SOCKET_H
#define SOCKET_H

#include <stdint.h>

int8_t socket(uint8_t sn, uint8_t protocol, uint16_t port, uint8_t flag);
int8_t close(uint8_t sn);
int8_t listen(uint8_t sn);
int8_t disconnect(uint8_t sn);
int32_t send(uint8_t sn, uint8_t *from, uint16_t length);
int32_t recv(uint8_t sn, uint8_t *into, uint16_t length);

#endif
