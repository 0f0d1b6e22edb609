/*
 * client: TIM2 as the 1 ms tick.
 */
#ifndef KW_TIMER_H
#define KW_TIMER_H

#ifdef __cplusplus
extern "C" {
#endif

/* 72 MHz / (71 + 1) / (999 + 1) = 1 kHz: an update interrupt each millisecond, exactly. */
void Timer_Configuration(void);

/* Lets the interrupt in: from here on Timer2_ISR runs each millisecond. */
void NVIC_Configuration(void);

/* The tick. The vector calls it with the update flag already cleared; keepalive.c defines it. */
void Timer2_ISR(void);

/* The vector of TIM2. */
void TIM2_IRQHandler(void);

#ifdef __cplusplus
}
#endif

#endif
