/* Adoption on a network after Bass: what a hand-written loop needs for the common task. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 88172645463325252ULL;

static double uniform(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1.0p-53;
}

int main(int argc, char **argv) {
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    int64_t head[2];
    if (!file || fread(head, 8, 2, file) != 2) return 1;
    int64_t people = head[0], weeks = head[1];
    int64_t *start = malloc(8 * (people + 1));
    if (fread(start, 8, people + 1, file) != (size_t)(people + 1)) return 1;
    int32_t *neighbour = malloc(4 * start[people]);
    if (fread(neighbour, 4, start[people], file) != (size_t)start[people]) return 1;
    double *use = calloc(people, 8), *next = calloc(people, 8);
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int64_t week = 0; week < weeks; week++) {
        for (int64_t i = 0; i < people; i++) {
            next[i] = use[i];
            if (use[i] == 0.0) {
                double seen = 0.0;
                for (int64_t k = start[i]; k < start[i + 1]; k++) seen += use[neighbour[k]];
                int64_t ties = start[i + 1] - start[i];
                double share = seen / (double)(ties > 0 ? ties : 1);
                if (uniform() < 1.0 - (1.0 - 0.005) * (1.0 - 0.1 * share)) next[i] = 1.0;
            }
        }
        double *swap = use;
        use = next;
        next = swap;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double total = 0.0;
    for (int64_t i = 0; i < people; i++) total += use[i];
    printf("%.9f %.6f\n", (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec),
           total / (double)people);
    return 0;
}
