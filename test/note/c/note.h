/* The names that the application note's code uses without showing them. */
#ifndef NOTE_H
#define NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "note_config.h"
#include "kw_timer.h"

typedef uint8_t uint8;
typedef uint16_t uint16;
typedef uint32_t uint32;
typedef uint8 SOCKET;

/* w5200_config.c */
extern uint32 ms;
extern uint32 ka_no_data_tick;
extern uint8 ka_tick_flag;
extern uint32 ka_send_tick;
extern uint8 ka_send_flag;

/* serial.c */
int printf(char const *format, ...);

/* wiznet.c */
#define Sn_IR_CON 0x01U
#define Sn_IR_SEND_OK 0x10U
#define SOCK_CLOSED 0x00U
#define SOCK_INIT 0x13U
#define SOCK_ESTABLISHED 0x17U
#define SOCK_CLOSE_WAIT 0x1CU

void wiznet_start(void);
uint8 getSn_IR(SOCKET s);
void setSn_IR(SOCKET s, uint8 value);
uint8 getSn_SR(SOCKET s);
uint16 getSn_RX_RSR(SOCKET s);
uint16 getSn_TX_FSR(SOCKET s);
void socket(SOCKET s, uint16 port);
void listen(SOCKET s);
uint16 recv(SOCKET s, uint8 *buffer, uint16 length);
uint16 send(SOCKET s, uint8 const *buffer, uint16 length, bool retry);
void send_keepalive(SOCKET s);

/* spi_w5200.c or spi_w5500.c */
#define COMMON 0xFFU
void reg_write(SOCKET s, uint16 reg, uint8 const *data, uint16 length);
void reg_read(SOCKET s, uint16 reg, uint8 *data, uint16 length);
void buffer_write(SOCKET s, uint16 pointer, uint8 const *data, uint16 length);
void buffer_read(SOCKET s, uint16 pointer, uint8 *data, uint16 length);
extern uint16 const RTR_REGISTER; /* RCR follows it */

#endif
