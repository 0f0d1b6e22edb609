/* The vendor's MQTT client on socket 3, which is watched. It connects from the port that the vendor wrote, 12345. */
#include <stdint.h>

#include "MQTTClient.h"
#include "socket.h"
#include "wizchip_conf.h"

#include "kw_config.h"
#include "kw_watch.h"

#define MQTT_SOCKET 3

void kw_app_tick(void);
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);

static Network network;
static MQTTClient client;
static unsigned char buffers[2][128];
static uint8_t broker[] = { 192, 168, 1, 101 };

void kw_app_tick(void)
{
    MilliTimer_Handler();
}

static void connect_to_broker(void)
{
    MQTTPacket_connectData data = MQTTPacket_connectData_initializer;

    NewNetwork(&network, MQTT_SOCKET);
    if (ConnectNetwork(&network, broker, 1883) != SOCK_OK) {
        return;
    }
    MQTTClientInit(&client, &network, 1000, buffers[0], sizeof buffers[0], buffers[1], sizeof buffers[1]);
    data.MQTTVersion = 3;
    data.clientID.cstring = "watched";
    data.keepAliveInterval = 600;
    data.cleansession = 1;
    (void)MQTTConnect(&client, &data);
}

void kw_app_poll(void)
{
    if (getSn_SR(MQTT_SOCKET) == SOCK_CLOSED) {
        connect_to_broker();
    } else {
        (void)MQTTYield(&client, 1);
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
