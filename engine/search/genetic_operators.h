#pragma once

#include "engine/base/random.h"

namespace admf {

// Crossover and mutation of genes in [0, 1], the bounded forms of the authors'
// code of NSGA-II. Pure functions of the generator.

/// Simulated binary crossover: the children of two genes, as far from each
/// other as one-point crossover of binary numbers makes them (Deb, Agrawal:
/// "Simulated binary crossover for continuous search space", Complex Systems 9,
/// 1995). They lie around the parents, nearer for a larger `index`. Exchanges
/// the children with probability 1/2. Takes two numbers, none if the genes are
/// equal.
void CrossGenes(double index, Random* random, double* a, double* b);

/// Polynomial mutation: moves a gene towards one of its bounds, mostly not far
/// (Deb, Goyal: "A combined genetic adaptive search (GeneAS) for engineering
/// design", Computer Science and Informatics 26, 1996). Takes one number.
double MutateGene(double index, Random* random, double gene);

}  // namespace admf
