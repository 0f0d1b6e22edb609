/*
 * eight-sockets: TIM3 as the 1 ms tick.
 */
#ifndef KW_TIMER_H
#define KW_TIMER_H

#ifdef __cplusplus
extern "C" {
#endif

/* 72 MHz / (35 + 1) / (1999 + 1) = 1 kHz: an update interrupt each millisecond, exactly. */
void Timer_Configuration(void);

/* Lets the interrupt in: from here on Timer2_ISR runs each millisecond. */
void NVIC_Configuration(void);

/* The tick. The vector calls it with the update flag already cleared; kw_keepalive.c defines it. */
void Timer2_ISR(void);

/* The vector of TIM3. */
void TIM3_IRQHandler(void);

#ifdef __cplusplus
}
#endif

#endif
